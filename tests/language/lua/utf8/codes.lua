for at, code in utf8.codes "aä€" do print(at, code) end
-- expect: 1	97
-- expect: 2	228
-- expect: 4	8364
