print([==[a ]] b ]=] c]==]) -- expect: a ]] b ]=] c
