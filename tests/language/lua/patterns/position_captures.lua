print(("hello"):match "()ll()") -- expect: 3	5
