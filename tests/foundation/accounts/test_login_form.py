from bs4 import BeautifulSoup


def test_the_sign_in_page_speaks_chinese(client, db):
    page = BeautifulSoup(client.get("/admin/login/").content, "html.parser")
    labels = [label.get_text(strip=True).rstrip("*") for label in page.find_all("label")]
    assert labels[:2] == ["用户名", "密码"]
    assert not page.select("input[placeholder]")


def test_a_wrong_password_is_said_in_words(client, db):
    answer = client.post("/admin/login/", {"username": "nobody", "password": "wrong-one"})
    assert "用户名或密码不对" in answer.content.decode()
