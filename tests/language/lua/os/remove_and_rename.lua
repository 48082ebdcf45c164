local path = os.tmpname()
print(os.rename(path, path .. ".moved"), os.remove(path .. ".moved")) -- expect: true	true
print(select("#", os.remove(path)), (os.remove(path))) -- expect: 3	nil
