package.path, package.cpath = "./?.none", "./?.none"
print(select(2, pcall(require, "absent")))
-- expect: module 'absent' not found:
-- expect: 	no field package.preload['absent']
-- expect: 	no file './absent.none'
-- expect: 	no file './absent.none'
