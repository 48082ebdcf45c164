"""Reads a manual as a browser does and complains of what is broken: tags that do not balance, links that lead nowhere, anything that is
asked of a network, names without a page. Called by doc_manual.sh with the manual's folder; names are read from standard input."""
import json
import os
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input"}
complaints = []


class Page(HTMLParser):
    def __init__(self, name):
        super().__init__()
        self.name, self.open, self.ids, self.links, self.resources, self.text = name, [], set(), [], [], ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            if attributes["id"] in self.ids:
                complaints.append(f"{self.name}: two of id {attributes['id']}")
            self.ids.add(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        self.resources += [attributes[name] for name in ("src", "srcset") if name in attributes]
        if tag == "link":
            self.resources.append(attributes["href"])

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            complaints.append(f"{self.name}: </{tag}> closes {self.open[-1:]} at line {self.getpos()[0]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        self.text += data


folder = sys.argv[1]
pages = {}
for name in sorted(os.listdir(folder)):
    if name.endswith(".html"):
        page = pages[name] = Page(name)
        page.feed(open(os.path.join(folder, name), encoding="utf-8").read())
        if page.open:
            complaints.append(f"{name}: not closed: {page.open}")

for page in pages.values():
    for link in page.links:
        target, _, anchor = link.partition("#")
        target = target or page.name
        if target in pages:
            if anchor and anchor not in pages[target].ids:
                complaints.append(f"{page.name}: {link} leads nowhere")
        elif target.startswith("https://example.org/tree/"):  # where --source says that the sources are
            if not os.path.exists(target.removeprefix("https://example.org/tree/")):
                complaints.append(f"{page.name}: {link} is no source file")
        else:
            complaints.append(f"{page.name}: {link} leads outside")
    for resource in page.resources:
        if resource not in ("style.css", "search.js"):
            complaints.append(f"{page.name}: asks for {resource}")

script = open(os.path.join(folder, "search.js"), encoding="utf-8").read()
for text, where in ((script, "search.js"), (open(os.path.join(folder, "style.css")).read(), "style.css")):
    if re.search(r"url\(|@import|fetch\(|XMLHttpRequest", text):
        complaints.append(f"{where}: asks for something")
index = json.loads(script[script.index("["):script.index("\n];") + 2])
addresses = {entry[0]: entry[2] for entry in index}

names = sys.stdin.read().split()
for name in names:
    address = addresses.get(name)
    if not address:
        complaints.append(f"{name}: cannot be searched for")
        continue
    target, _, anchor = address.partition("#")
    if target not in pages or anchor and anchor not in pages[target].ids:
        complaints.append(f"{name}: {address} is not there")
    elif re.split(r"[.:]", name)[-1] not in pages[target].text:
        complaints.append(f"{name}: {address} does not speak of it")

print("\n".join(complaints[:20]))
print(f"{len(pages)} pages, {len(names)} names, {sum(len(page.links) for page in pages.values())} links", file=sys.stderr)
sys.exit(1 if complaints or len(names) < 400 else 0)
