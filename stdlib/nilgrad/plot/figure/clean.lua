-- clean(text): the text without what has no place in a picture or on a page: control characters, and bytes that are no UTF-8.
return function(text)
  local words, replacement = tostring(text):gsub("[%z\1-\8\11\12\14-\31\127]", "\u{FFFD}"), "\u{FFFD}"
  local parts, from = {}, 1
  while true do
    local _, at = utf8.len(words, from)
    if not at then break end
    parts[#parts + 1] = words:sub(from, at - 1) .. replacement
    from = at + 1
  end
  return table.concat(parts) .. words:sub(from)
end
