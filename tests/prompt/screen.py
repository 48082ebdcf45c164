"""What a person sees of a terminal's output: a model of xterm, as far as line editors and our programs use it."""
import re
import unicodedata

TOKEN = re.compile(r"\x1b\[([?>]?)([0-9;]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()].|\x1b[78=>M]|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+")
INCOMPLETE = re.compile(r"\x1b(?:\[[?>]?[0-9;]*|\][^\x07\x1b]*\x1b?|[()])?$")


def width(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Row:
    def __init__(self):
        self.cells = []        # a character and its accents each; None was never written, "" is the right half of a wide one
        self.wrapped = False   # goes on in the next row

    def text(self):
        return "".join(" " if cell is None else cell for cell in self.cells)

    def put(self, column, cell):
        self.cells.extend([None] * (column + 1 - len(self.cells)))
        self.cells[column] = cell

    def erase(self, begin, end):
        self.wrapped = False
        if end >= len(self.cells):
            del self.cells[begin:]
        else:
            self.cells[begin:end] = [None] * (end - begin)


class Screen:
    def __init__(self, columns=80, rows=24):
        self.columns, self.height = columns, rows
        self.scrolled = []  # rows that have left at the top
        self.rows = [Row() for _ in range(rows)]
        self.row = self.column = 0  # the column may be one past the last: the next character goes to the next row
        self.rest = ""

    def feed(self, output):
        output = self.rest + output
        self.rest = ""
        begun = INCOMPLETE.search(output)
        if begun:
            output, self.rest = output[:begun.start()], begun.group()
        for token in TOKEN.finditer(output):
            text = token.group()
            if text[0] >= " " and text[0] != "\x7f":
                for character in text:
                    self.put(character)
            elif token.group(3):
                self.control(token.group(1), token.group(2), token.group(3))
            elif text == "\n":
                self.line_feed()
            elif text == "\r":
                self.column = 0
            elif text == "\b":
                self.column = max(0, min(self.column, self.columns - 1) - 1)
            elif text == "\t":
                self.column = min(self.columns - 1, self.column // 8 * 8 + 8)

    def put(self, character):
        cells = width(character)
        if cells == 0:
            self.rows[self.row].cells[self.column - 1] += character
            return
        if self.column + cells > self.columns:
            self.rows[self.row].wrapped = True
            self.column = 0
            self.line_feed()
        self.rows[self.row].put(self.column, character)
        if cells == 2:
            self.rows[self.row].put(self.column + 1, "")
        self.column += cells

    def line_feed(self):
        if self.row + 1 < self.height:
            self.row += 1
            return
        self.scrolled.append(self.rows.pop(0))
        self.rows.append(Row())

    def control(self, private, parameters, final):
        if private:  # modes: bracketed paste, the cursor's shape
            return
        numbers = [int(each or 0) for each in parameters.split(";")]
        count, column = max(1, numbers[0]), min(self.column, self.columns - 1)
        if final in "ABCDG":
            self.column = column
        if final == "A":
            self.row = max(0, self.row - count)
        elif final == "B":
            self.row = min(self.height - 1, self.row + count)
        elif final == "C":
            self.column = min(self.columns - 1, column + count)
        elif final == "D":
            self.column = max(0, column - count)
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final == "H":
            self.row, self.column = count - 1, max(1, (numbers + [1])[1]) - 1
        elif final == "K":
            begin, end = {0: (column, self.columns), 1: (0, column + 1), 2: (0, self.columns)}[numbers[0]]
            self.rows[self.row].erase(begin, end)
        elif final == "J":
            first = 0 if numbers[0] >= 2 else self.row + 1
            for row in self.rows[first:]:
                row.erase(0, self.columns)
            if numbers[0] == 0:
                self.rows[self.row].erase(column, self.columns)
        elif final == "P":
            del self.rows[self.row].cells[column:column + count]
        elif final == "@":
            self.rows[self.row].cells[column:column] = [None] * count
        elif final != "m":
            raise AssertionError("this model of a terminal does not know CSI %s %s" % (parameters, final))

    def resize(self, columns, rows, breaks_rows=False):
        """Rows are cut off, as xterm does it, or broken anew, as most others do. What does not fit leaves at the top."""
        lines = self.broken_anew(columns) if breaks_rows else self.rows[:self.row + 1]
        for row in lines:
            del row.cells[columns:]
        self.row = len(lines) - 1
        self.columns, self.height, self.rows = columns, rows, lines
        while self.row >= rows:
            self.scrolled.append(self.rows.pop(0))
            self.row -= 1
        self.rows += [Row() for _ in range(rows - len(self.rows))]
        self.column = min(self.column, columns - 1)

    def broken_anew(self, columns):
        """The rows down to the cursor's. Characters that are two cells wide may be cut."""
        lines = [[]]
        for index, row in enumerate(self.rows[:self.row + 1]):
            if index == self.row:
                row.cells.extend([None] * (self.column - len(row.cells)))
                place = len(lines[-1]) + self.column
            lines[-1] += row.cells
            if not row.wrapped:
                lines.append([])
        self.column = place % columns
        last = lines.pop() or lines.pop()
        broken = []
        for line in lines + [last[:place - place % columns + columns]]:
            for begin in range(0, max(1, len(line)), columns):
                broken.append(Row())
                broken[-1].cells = line[begin:begin + columns]
                broken[-1].wrapped = begin + columns < len(line)
        return broken

    def visible(self):
        """The rows that are seen, without empty ones below the cursor."""
        rows = [row.text().rstrip() for row in self.rows]
        while len(rows) > self.row + 1 and not rows[-1]:
            rows.pop()
        return rows
