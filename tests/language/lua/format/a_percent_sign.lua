print(("100%%"):format()) -- expect: 100%
