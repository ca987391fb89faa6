"""`manage.py demo_logins`: who can sign in to the demo, and as what."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.site.demo.loader import DEMO_PASSWORD, logins


class Command(BaseCommand):
    help = "列出演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"演示账号（口令均为 {DEMO_PASSWORD}，工作台在 /admin/）：")
        for username, name, work in logins():
            self.stdout.write(f"  {username:<16}{name}　{work}")
