-- The paths of all that is public, methods and fields included, one a line.
for _, entry in ipairs((require "nilgrad.help.entries".all())) do
  print(entry.path)
  for _, member in ipairs(entry.kind == "object" and entry.members or {}) do
    local separator = member.signature and member.signature:match "^[%w_]+([.:])"
    if separator then print(entry.path .. separator .. member.name) end
  end
end
