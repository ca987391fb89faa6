"""Invented people and their numbers, from a fixed seed. No area of identity numbers begins with 99,
no county has the number 310199.
"""

from __future__ import annotations

import random

from portal.files.personal_data.numbers import check_character, is_luhn

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
_GIVEN = "甲乙丙丁戊己庚辛壬癸秋冬禾苗溪岭松柏岚霁砚舟棠梨蔚澜珩瑾"
_DOUBLE = ("欧阳", "上官", "司马", "诸葛")
_ROADS = ("虚构路", "想象路", "幻想大道", "无名街", "子虚路", "乌有路")
_ESTATES = ("幻想小区", "虚构新村", "想象花园", "乌有公寓", "子虚苑")
_VILLAGES = ("虚构镇幻想村", "想象乡乌有村", "无名镇子虚村")
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Invented:
    """A source of invented people; the same seed gives the same people."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def digits(self, number: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(number))

    def name(self) -> str:
        if self.chance.random() < 0.05:
            return self.chance.choice(_DOUBLE) + "".join(self.chance.sample(_GIVEN, 2))
        length = 1 if self.chance.random() < 0.2 else 2
        return self.chance.choice(_FAMILY) + "".join(self.chance.sample(_GIVEN, length))

    def names(self, number: int) -> list[str]:
        found: list[str] = []
        while len(found) < number:
            name = self.name()
            if name not in found:
                found.append(name)
        return found

    def born(self) -> str:
        year, month = self.chance.randint(1935, 2019), self.chance.randint(1, 12)
        return f"{year}{month:02}{self.chance.randint(1, 28):02}"

    def identity(self) -> str:
        first = f"99{self.digits(2)}01{self.born()}{self.digits(3)}"
        return first + check_character(first)

    def slipped(self) -> str:
        """An identity number with a wrong check character."""
        number = self.identity()
        wrong = [sign for sign in "0123456789" if sign != number[17]]
        return number[:17] + self.chance.choice(wrong)

    def old_identity(self) -> str:
        return f"310199{self.born()[2:]}{self.digits(3)}"

    def card(self) -> str:
        first = self.chance.choice(("62", "6217", "6228", "6225")) + self.digits(20)
        first = first[: self.chance.choice((15, 18))]
        return next(first + last for last in "0123456789" if is_luhn(first + last))

    def mobile(self) -> str:
        return f"1{self.chance.choice('35789')}{self.digits(1)}0000{self.digits(4)}"

    def landline(self) -> str:
        return f"{self.chance.choice(('021', '0371', '010'))}-2{self.digits(3)}0000"

    def email(self) -> str:
        user = "".join(self.chance.sample("abcdefghkmnprstuvw", 6))
        return f"{user}{self.digits(2)}@{self.chance.choice(('mail', 'post'))}.example.cn"

    def plate(self) -> str:
        head = self.chance.choice("沪京粤苏浙") + self.chance.choice(_PLATE_LETTERS)
        joint = self.chance.choice(("", "·", " "))
        green = self.chance.choice(("D", "F"))
        tail = self.chance.choice(
            (self.digits(5), f"{green}{self.digits(5)}", f"{self.digits(4)}G")
        )
        return head + joint + tail

    def address(self) -> str:
        n = self.chance.randint
        room = f"{n(1, 18)}0{n(1, 4)}"
        return self.chance.choice(
            (
                f"示例市{self.chance.choice(_ROADS)}{n(10, 999)}弄{n(1, 99)}号{room}室",
                f"{self.chance.choice(_ESTATES)}{n(1, 30)}号楼{n(1, 4)}单元{n(1, 6)}0{n(1, 4)}室",
                f"{self.chance.choice(_ESTATES)}{n(1, 30)}-{n(1, 4)}-{n(1, 6)}0{n(1, 4)}",
                f"{self.chance.choice(_VILLAGES)}{n(1, 9)}号{n(1, 9)}幢{n(1, 6)}0{n(1, 4)}室",
                f"{self.chance.choice(_ROADS)}{n(10, 999)}弄{n(1, 99)}号",
            )
        )

    def rural(self) -> str:
        n = self.chance.randint
        return f"{self.chance.choice(_VILLAGES)}{n(1, 15)}组{n(1, 99)}号"

    def passport(self) -> tuple[str, str]:
        """The label of a paper and its number."""
        return self.chance.choice(
            (
                ("护照号码", f"E{self.digits(8)}"),
                ("护照号", f"EA{self.digits(7)}"),
                ("港澳居民来往内地通行证号码", f"H{self.digits(8)}"),
                ("往来港澳通行证", f"C{self.digits(8)}"),
                ("台湾居民来往大陆通行证号", self.digits(8)),
                ("军官证号码：军字第", self.digits(7)),
                ("驾驶证档案编号", self.digits(12)),
            )
        )

    def place(self) -> str:
        east = f"12{self.digits(1)}.{self.digits(6)}"
        north = f"3{self.digits(1)}.{self.digits(6)}"
        return self.chance.choice(
            (f"东经{east}，北纬{north}", f"{east},{north}", f"{north}, {east}")
        )
