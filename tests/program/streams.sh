# Pipes that close, streams that are closed or full, and signals end a script as they end lua5.4's.
. tests/program/expect.bash
. tests/program/beside_lua.bash

# The command may say program for each of the two; what it prints is compared.
same_in_shell() {
  local each result=()
  command_line=$1 stderr=''
  for each in lua5.4 "$NILGRAD"; do
    result+=("$(cd "$scratch" && program() { (exec -a program "$each" "$@"); } && eval "$1" 2>&1)")
  done
  stdout=${result[1]}
  [[ ${result[0]} = "${result[1]}" ]] || mismatch output "${result[0]}" "${result[1]}"
}

same_in_shell 'program -e "while true do print(1) end" | head -n 1; echo "${PIPESTATUS[@]}"'
[[ $stdout = $'1\n141 0' ]] || { echo "a closed pipe is to end the program by SIGPIPE, not: $stdout" >&2; exit 1; }
same_in_shell 'program -e "while true do io.write([[1]], string.char(10)) end" | head -n 1; echo "${PIPESTATUS[@]}"'
same_in_shell 'program -e "while true do io.stderr:write(1, string.char(10)) end" 2>&1 | head -n 1; echo "${PIPESTATUS[@]}"'
same_in_shell 'program -e "while true do pcall(print, 1) end" | head -n 1; echo "${PIPESTATUS[@]}"'
same_in_shell 'program -e "coroutine.wrap(function() while true do print(1) end end)()" | head -n 1; echo "${PIPESTATUS[@]}"'
same_in_shell '(trap "" PIPE; program -e "repeat local ok, why = io.write(([[x]]):rep(1e5)) until not ok io.stderr:write(why)" | head -c 1 >/dev/null)'
same_in_shell 'program -e "local p = io.popen([[exit 3]], [[w]]) p:write(([[x]]):rep(1e6)) print(p:close())"; echo $?'
same_in_shell 'echo "while true do print(1) end" | program | head -n 1; echo "${PIPESTATUS[@]}"'

same_in_shell 'program -e "print(1)" >&-; echo $?'
same_in_shell 'program -e "io.stderr:write(io.type(io.write(1)), tostring(select(2, io.stdout:flush())))" >&-; echo $?'
same_in_shell 'program -e "print(1)" >/dev/full; echo $?'
same_in_shell 'program -e "io.write(1) io.stderr:write(tostring(select(2, io.stdout:flush())))" >/dev/full; echo $?'
same_in_shell 'program -e "io.stdout:close() print(1)"; echo $?'
same_in_shell 'program -e "io.stdout:close() io.write(1)"; echo $?'
same_in_shell 'program -e "io.stdout:close() os.exit(3, true)"; echo $?'
same_in_shell 'program -e "error(1)" 2>&-; echo $?'
same_in_shell 'program -e "error(1)" 2>/dev/full; echo $?'
same_in_shell 'program -e "io.stderr:close() error(1)"; echo $?'
same_in_shell 'program -e "print(io.read())" <&-; echo $?'
same_in_shell 'program -e "print(io.read())" </; echo $?'
same_in_shell 'program -e "print(io.read())" </dev/null; echo $?'
same_in_shell 'program <&-; echo $?'
same_in_shell 'program - <&-; echo $?'
same_in_shell 'program </; echo $?'
same_in_shell 'program </dev/null; echo $?'
same_in_shell 'program <&- >&- 2>&-; echo $?'
same_in_shell 'program <(echo "print(1)") a; echo $?'
same_in_shell 'printf "print(io.read(2, 3, [[n]], [[l]], [[L]], [[a]]))\nab cd\n12 rest\nline\nall of\nit" >text; program -e "print(io.read([[L]]))" - <text'
same_in_shell 'yes | head -n 5 | program -e "for l in io.lines() do io.write(l) end"'

for signal in TERM HUP QUIT PIPE USR1 ALRM; do
  same_in_shell "program -e 'os.execute [[kill -$signal \$PPID]] print [[goes on]]'; echo \$?"
done
same_in_shell 'program -e "print(os.execute [[kill -INT \$\$]])"; echo $?'
same_in_shell 'program -e "print(os.execute [[exit 5]]) print(os.execute()) print(io.popen([[exit 6]]):close())"; echo $?'
same_in_shell '(ulimit -f 1; { program -e "local f = io.open([[big]], [[w]]) f:write(([[x]]):rep(1e5))"; } 2>/dev/null; echo $?) | cat'
same_in_shell '(ulimit -n 10; program -e "local t = {} repeat local f, why = io.open [[text]] t[#t + 1] = f until not f print(#t, why)"; echo $?)'
# What a child inherits: no more open files, no signal ignored or blocked.
same_in_shell 'program -e "os.execute [[ls /proc/self/fd; grep Sig[BI] /proc/self/status]]"'
