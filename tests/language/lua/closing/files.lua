local path = os.tmpname()
do
  local file <close> = io.open(path, "w")
  file:write "text"
end
do
  local file <close> = io.open(path)
  print(file:read "a") -- expect: text
end
os.remove(path)
