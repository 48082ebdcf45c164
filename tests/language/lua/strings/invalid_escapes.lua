print(load([[x = "\q"]], "=chunk")) -- expect: nil	chunk:1: invalid escape sequence near '"\q'
print(load([[x = "\300"]], "=chunk")) -- expect: nil	chunk:1: decimal escape too large near '"\300"'
print(load([[x = "\xg0"]], "=chunk")) -- expect: nil	chunk:1: hexadecimal digit expected near '"\xg'
print(load([[x = "\u{110000000}"]], "=chunk")) -- expect: nil	chunk:1: UTF-8 value too large near '"\u{110000000'
