@rem package.json says "exec node ...": in sh, so that no shell stands between npm's signals and us.
@rem cmd.exe has no exec; it finds this file, which runs the rest of the line.
@%*
