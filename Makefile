# 常用命令。只需要 git、make 和 Python 3.11 以上版本，其余自动准备。
# 用法：make run    换端口：PORT=8001 make run    指定 Python：make run PYTHON=python3.12

# The first Python that really runs (a version manager's shim may not) and is new enough.
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; \
	done)
endif
BOOTSTRAP = $(or $(PYTHON),$(error 需要 Python 3.11 以上版本，本机没有找到。请先安装，或用 PYTHON=路径 指定)) deploy/local/bootstrap.py

.PHONY: help run test coverage bench tables format audit stop

help:
	@echo "make run       启动门户（数据库、队列、网页、后台任务），地址 http://127.0.0.1:8000/"
	@echo "make test      运行全部检查与测试；只跑一部分：make test ONLY=tests/search（不含静态检查）"
	@echo "make coverage  测试覆盖了哪些行、分支和模板；低于下限即失败，也可用 ONLY="
	@echo "make bench     测量速度，写成 docs/performance.md；SCALE=small 较快，SCALE=full 到一百万件"
	@echo "make tables    增改数据库迁移以后，重写新数据库的底稿 deploy/local/tables.sql"
	@echo "make format    整理代码格式"
	@echo "make audit     用 pip-audit 核查依赖的已知漏洞（可选，须能上网）"
	@echo "make stop      停止本目录正在运行的门户"

# What a part of the tests is named by; the command reads it from its environment.
export ONLY
# How large the library is that is measured, and how often each thing is.
export SCALE TIMES

run test coverage bench tables format audit stop:
	@$(BOOTSTRAP) $@
