"""A person with a workbook, for the tests of sheets."""

from __future__ import annotations

import io
import re

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.workbooks import edit


class Desk:
    """A person with a workbook: downloads it, changes cells by their names, sends it."""

    sheet, address = "填报", "/entry/sheets/"

    def __init__(self, client, user, asked):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.client, self.user, self.asked = client, user, asked

    def download(self, asked=None):
        answer = self.client.get(f"/entry/rounds/{(asked or self.asked).pk}/sheet/")
        assert answer.status_code == 200, answer.status_code
        return answer.content

    def filled(self, cells, data=None):
        """The workbook with ``cells`` {(row, column key): value} written into it."""

        def change(book):
            for (row, key), value in cells.items():
                book[self.sheet][self.place(book, row, key)].value = value

        return edit(data or self.download(), change)

    def place(self, book, row, key):
        """The name of a cell, like E7."""
        sheet = book[self.sheet]
        column = next(cell.column_letter for cell in sheet[1] if cell.value == key)
        number = next(cell.row for cell in sheet["A"] if cell.value == str(row.pk))
        return f"{column}{number}"

    def name(self, row, key, data=None):
        book = openpyxl.load_workbook(io.BytesIO(data or self.download()))
        return f"{self.sheet}!{self.place(book, row, key)}"

    def send(self, data, name="x.xlsx"):
        """The page after the upload: the look at it, or the refusal."""
        return self.client.post(self.address, {"workbook": SimpleUploadedFile(name, data)}, follow=True)

    def apply(self, page, action="save"):
        text = page.content.decode()
        fields = {key: re.search(rf'name="{key}" value="([^"]*)"', text)[1] for key in ("file", "digest")}
        return self.client.post(self.address, {**fields, "action": action})


class ReportDesk(Desk):
    """A person with the workbook of the monthly reports of a unit; ``asked``: the month as 2025-03."""

    sheet, address = "项目月报", "/entry/projects/sheets/"

    def download(self, asked=None):
        answer = self.client.get(f"/entry/projects/sheet/?month={asked or self.asked}")
        assert answer.status_code == 200, answer.status_code
        return answer.content


def text_of(page):
    return re.sub(r"\s+", " ", page.content.decode())
