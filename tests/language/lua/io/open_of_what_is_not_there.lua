print(io.open "/absent/file") -- expect: nil	/absent/file: No such file or directory	2
