print(([["quoted 'text'"]]):match [[(["'])(.-)%1]]) -- expect: "	quoted 'text'
