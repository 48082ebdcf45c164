print(load(string.dump(function() end), "=chunk", "t")) -- expect: nil	attempt to load a binary chunk (mode is 't')
