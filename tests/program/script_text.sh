# What a script is made of: its first line, byte order marks, ends of lines, NUL bytes, invalid UTF-8, great length.
. tests/program/expect.bash
. tests/program/beside_lua.bash

text() { # FORMAT: as a script and on standard input
  printf -- "$1" >"$scratch/script.lua"
  same_as_lua script.lua
  IFS= read -r -d '' input <"$scratch/script.lua" || true # up to a NUL
  same_as_lua -
  input=''
}
text '#!/usr/bin/env program\nprint("second line", debug.getinfo(1).currentline)\n'
text '#!/usr/bin/env program'
text '# comment only\n'
text '#\n#\n'
text '\xef\xbb\xbfprint "after a byte order mark"'
text '\xef\xbb\xbf#!/usr/bin/env program\nprint "after both"'
text '\xef\xbbprint "after half a mark"'
text ' #!not in the first column\n'
text 'print "no newline at the end"'
text ''
text '\n\n\n'
text 'print "ends of lines"\r\nprint(debug.getinfo(1).currentline)\r\n'
text 'print(debug.getinfo(1).currentline)\n\r\n\rprint(debug.getinfo(1).currentline)\rprint(debug.getinfo(1).currentline)'
text 'print(#[[\r\na\r\nb\rc\n\rd]])'
text '\f\v\t print "white space"'
text '\x1a'

text 'print(#"a\0b")'
text 'print(#"a\\0b", ("a\\0b"):byte(1, -1))'
text 'print "before" \0 print "after"'
text '\0'
text 'x\0y = 1'
text '-- a comment \0 with one\nprint "after it"'
text '--[[ a comment \0 with one ]] print "after it"'
text 'print(#[[a\0b]])'
text 'x = "a\0b" error(x)'
text 'x = "never ended\0'
text 'load("x = \\0")'
text 'print(load "x = \\0") print(load "\\0") print(load "x = [[\\0]] return #x" ())'

text 'print(#"\xff\xfe\x80", ("\xc3\x28"):byte(1, -1))'
text 'print "\xff\xfe" error "\xff\xfe"'
text '\xff = 1'
text 'x\xc3\xa9 = 1'
text 'x = \xe2\x80\x9cquoted\xe2\x80\x9d'
text 'x = "\xed\xa0\x80" print(#x, utf8.len(x), utf8.len(x, 1, -1, true))'
text '-- \xff\nprint "after it"'
text 'goto \xff'
text 'error("line\\rfeed \\27[31mred\\27[0m")'

printf 'x = "%s"\nprint(#x)' "$(head -c 300000 /dev/zero | tr '\0' x)" >"$scratch/long_line.lua"
same_as_lua long_line.lua
printf 'x = %s' "$(head -c 300000 /dev/zero | tr '\0' 1)" >"$scratch/long_number.lua"
same_as_lua long_number.lua
printf '%s = 1 error "named"' "$(head -c 300000 /dev/zero | tr '\0' x)" >"$scratch/long_name.lua"
same_as_lua long_name.lua
yes 'x = 1' | head -n 300000 >"$scratch/many_lines.lua"
echo 'error "at the end"' >>"$scratch/many_lines.lua"
same_as_lua many_lines.lua
{ printf 'x = {'; yes '1,' | head -n 300000; printf '} print(#x)'; } >"$scratch/long_table.lua"
same_as_lua long_table.lua

# The name of a script is any file's name.
for name in 'with space.lua' $'new\nline.lua' 'percent%s.lua' 'no_suffix' $'\xff.lua' '@at.lua' '=equals.lua' "$(printf 'x%.0s' {1..100}).lua"; do
  printf 'print(arg[0], debug.getinfo(1).short_src, ...) error "here"' >"$scratch/$name"
  same_as_lua "$name" a
done
