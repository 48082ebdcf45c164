print(("abcxyz"):match "[b-y]+", ("09az"):match "[0-9a]+") -- expect: bcxy	09a
