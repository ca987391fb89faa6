import uuid, pytest
from tests.builders import published
from tests.disclosure.test_downloads import RULE
pytestmark = pytest.mark.browser
def test_pics(open_page, long_document, committed_city):
    d = published(committed_city, **RULE)
    published(committed_city, **RULE | {"title": "试江市人民政府关于历史风貌区和优秀历史建筑保护管理的若干规定", "doc_number": "试府令第8号"})
    for name, a in (("doc", f"/documents/{d.pk}/"), ("rules", "/library/rules/"), ("corr", f"/documents/{d.pk}/correction/")):
        for w in (1280, 375):
            p = open_page(a, width=w)
            if name == "corr":
                p.fill("textarea", "")
                p.click("button.main[type=submit]")
                p.wait_for_selector("[role=alert]")
            p.screenshot(path=f"/tmp/s_{name}_{w}.png"); p.close()
    p = open_page("/library/rules/", width=375, reading="on.default.standard")
    p.screenshot(path="/tmp/s_rules_elder.png"); p.close()
