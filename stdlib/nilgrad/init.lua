local ng = {}

return ng
