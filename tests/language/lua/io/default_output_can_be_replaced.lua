local path, before = os.tmpname(), io.output()
io.output(path)
io.output():write "into the file"
io.close()
io.output(before)
print(io.open(path):read "a") -- expect: into the file
os.remove(path)
