# nilgrad test finds what LuaRocks or the users of a rock would trip over in its rockspec.
. tests/program/expect.bash
. tests/program/broken_library.bash

module "$good"
rockspec() { # SED TITLE REASON: with the rockspec changed so
  sed "$1" ../whole >nilgrad-shapes-0.1.0-1.rockspec
  run "$NILGRAD" test
  failed "$2" "$3"
}
named='the rockspec names the library and itself'
rockspec 's/^package.*/package = "shapes"/' "$named" "package must be 'nilgrad-NAME'"
rockspec 's/^version.*/version = "new"/' "$named" "version must be as '0.1.0-1'; it is 'new'"
rockspec 's/^version.*/version = "0.2.0-1"/' "$named" 'must be called nilgrad-shapes-0.2.0-1.rockspec'
rockspec 's/^rockspec_format.*//' "$named" "rockspec_format must be '3.0'; it is nil"
rockspec 's/"nilgrad >=.*"/"nilgrad >= 99"/' 'the rockspec says that' "it depends on 'nilgrad >= 99', and this is nilgrad"
rockspec 's/"lua >=.*"/"lpeg"/' 'the rockspec says that' 'dependencies must name lua'
rockspec 's/"builtin"/"make"/' 'the rockspec names the modules' "build.type must be 'builtin'; it is make"
rockspec 's/nilgrad_shapes = .*/nilgrad_forms = "nilgrad_shapes.lua"/' 'the rockspec names the modules' 'build.modules must have nilgrad_shapes'
rockspec 's/nilgrad_shapes.lua/absent.lua/' 'the rockspec names the modules' 'absent.lua, is not there'
rockspec 's/nilgrad_shapes = .*/& ["nilgrad.plot"] = "nilgrad_shapes.lua"/' 'the rockspec names the modules' "nilgrad.plot is nilgrad's own"
rockspec 's/^package.*/package = /' 'the rockspec can be read' 'nilgrad-shapes-0.1.0-1.rockspec:'
rockspec 's/^package.*/while true do end/' 'the rockspec can be read' 'it does not come to an end'
rockspec 's/^package.*/os.exit(0)/' 'the rockspec can be read' "attempt to index a nil value (global 'os')"
cp ../whole nilgrad-shapes-0.1.0-1.rockspec
