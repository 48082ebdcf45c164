local path = os.tmpname()
io.open(path, "w"):close()
print(package.searchpath(path:sub(2), "/?") == path) -- expect: true
os.remove(path)
