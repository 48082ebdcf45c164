print(os.execute "exit 3") -- expect: nil	exit	3
print(os.execute "true", os.execute()) -- expect: true	true
