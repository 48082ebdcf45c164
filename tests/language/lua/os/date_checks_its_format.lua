os.date("%Ez", 0) -- expect error: bad argument #1 to 'date' (invalid conversion specifier '%Ez')
