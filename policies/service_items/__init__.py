"""政务服务事项 and the 办 mark."""
