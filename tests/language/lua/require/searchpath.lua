print(package.searchpath("a.b", "./?.lua;./?/init.lua"))
-- expect: nil	no file './a/b.lua'
-- expect: 	no file './a/b/init.lua'
