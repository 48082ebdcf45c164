# The tutorial's scripts do what their comments say: from the repository's root, and from an installed copy in another folder.
. "$(dirname "$0")/expect.bash"
run "$NILGRAD" tests/language/run.lua scripts/tutorial
expect_code 0
[[ $(ls scripts/tutorial/*.lua | wc -l) -eq 10 ]] || { echo "the tutorial has not ten scripts"; exit 1; }
for script in scripts/tutorial/*.lua; do
  [[ $(wc -l <"$script") -le 60 ]] || { echo "$script is longer than 60 lines"; exit 1; }
done

mkdir -p "$scratch/copy/scripts/models" "$scratch/copy/work"
cp -r scripts/tutorial "$scratch/copy/scripts/"
cp -r scripts/models/mini-opt "$scratch/copy/scripts/models/"
runner="$PWD/tests/language/run.lua"
cd "$scratch/copy/work"
run "$NILGRAD" "$runner" ../scripts/tutorial
expect_code 0
run ls
expect_stdout ''
