# bootstrap explains itself and refuses what it does not know, before it touches anything.
. tests/program/expect.bash

run ./bootstrap help
expect_code 0
expect_stdout_has 'usage: ./bootstrap COMMAND'

for arguments in '' 'biuld' 'build twice' 'data twice' 'test --fast'; do
  run ./bootstrap $arguments
  expect_code 2
  expect_stdout ''
  expect_stderr_has 'usage: ./bootstrap COMMAND'
done
