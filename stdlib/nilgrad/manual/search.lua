-- search(index): the program of the manual's search. The index is a list of { path, summary, address, further words }; it ranks as the
-- prompt's ??word does: a name that is the word, names that have it, summaries, all the rest.
local json = require "nilgrad.native".json

local program = [==[
"use strict";
(function () {
  var field = document.getElementById("q"), box = document.getElementById("search"), list = document.getElementById("results");
  var count = document.getElementById("count"), content = document.getElementById("content");
  function score(entry, words) {
    var name = entry[0].split(/[.:]/).pop(), texts = [[name, 16], [entry[0], 8], [entry[1], 4], [entry[3], 1]], sum = 0;
    for (var w of words) {
      var best = 0;
      for (var [text, weight] of texts) {
        var at = text.toLowerCase().indexOf(w);
        if (at >= 0) best = Math.max(best, weight * (at === 0 || /\W/.test(text[at - 1]) ? 1.5 : 1));
      }
      if (!best) return 0;
      sum += best + (name.toLowerCase() === w ? 32 : 0);
    }
    return sum;
  }
  function item(entry) {
    var li = document.createElement("li"), a = document.createElement("a"), span = document.createElement("span");
    a.href = entry[2];
    a.textContent = entry[0];
    span.textContent = entry[1];
    li.append(a, span);
    return li;
  }
  function show() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    box.hidden = words.length === 0;
    content.hidden = !box.hidden;
    if (box.hidden) return;
    var found = index.map(function (entry) { return [score(entry, words), entry]; }).filter(function (pair) { return pair[0] > 0; });
    found.sort(function (a, b) { return b[0] - a[0] || (a[1][0] < b[1][0] ? -1 : 1); });
    count.textContent = found.length === 0 ? "Nothing speaks of that." : found.length === 1 ? "1 thing" : found.length + " things";
    list.replaceChildren.apply(list, found.slice(0, 60).map(function (pair) { return item(pair[1]); }));
  }
  function from_address() {
    if (location.hash.indexOf("#q=") === 0) field.value = decodeURIComponent(location.hash.slice(3));
    else if (!location.hash) return;
    else field.value = "";
    show();
  }
  field.addEventListener("input", show);
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { field.value = ""; show(); }
    if (event.key === "Enter" && list.querySelector("a")) { list.querySelector("a").click(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && event.target === document.body) { event.preventDefault(); field.focus(); }
  });
  list.addEventListener("click", function (event) { if (event.target.tagName === "A") { field.value = ""; setTimeout(show); } });
  window.addEventListener("hashchange", from_address);
  from_address();
})();
]==]

return function(index)
  local lines = {}
  for i, entry in ipairs(index) do lines[i] = json.encode(entry) end
  return "var index = [\n" .. table.concat(lines, ",\n") .. "\n];\n" .. program
end
