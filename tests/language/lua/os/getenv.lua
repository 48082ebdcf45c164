print(os.getenv "A_VARIABLE_THAT_NOBODY_SETS", type(os.getenv "PATH")) -- expect: nil	string
