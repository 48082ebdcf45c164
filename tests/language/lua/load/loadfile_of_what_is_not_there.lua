print(loadfile "/absent/file.lua") -- expect: nil	cannot open /absent/file.lua: No such file or directory
