for _ in utf8.codes "a\xff" do end -- expect error: invalid UTF-8 code
