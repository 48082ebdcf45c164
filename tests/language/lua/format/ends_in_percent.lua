("100%"):format() -- expect error: bad argument #1 to 'format' (no value)
