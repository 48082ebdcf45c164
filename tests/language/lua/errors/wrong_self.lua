local f = io.stdout
f.write() -- expect error: bad argument #1 to 'write' (FILE* expected, got no value)
