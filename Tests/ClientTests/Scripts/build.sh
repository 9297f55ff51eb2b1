#!/bin/sh
# Builds the project that RunnerBuildTests makes, as a CI job would: four stages, each run through the stage cache.
#
# usage: build.sh STOWAGE, in a checkout. STOWAGE_SERVER and STOWAGE_PROJECT say where the cache is, RUN_LOG is a file that
# gets a line for each command that really runs.
set -eu
stowage=$1
export RUN_LOG

# The tool is compiled from C.
"$stowage" stage run --stage tool --signature-file .stages/tool --env CFLAGS \
    --input tool --output build/bin \
    -- sh -c 'echo tool >> "$RUN_LOG"; mkdir -p build/bin; cc $CFLAGS -o build/bin/palette tool/palette.c tool/hash.c'

# The tool generates an asset from each source.
"$stowage" stage run --stage assets --signature-file .stages/assets --parent "$(cat .stages/tool)" \
    --input 'assets/*.txt' --output build/assets \
    -- sh -c 'echo assets >> "$RUN_LOG"; rm -rf build/assets; mkdir -p build/assets
              for f in assets/*.txt; do build/bin/palette 20000 < "$f" > "build/assets/$(basename "$f" .txt).pal"; done
              ln -s blue.pal build/assets/default.pal; ln build/assets/red.pal build/assets/warm.pal; chmod 600 build/assets/blue.pal'

# They are compressed.
"$stowage" stage run --stage package --signature-file .stages/package --parent "$(cat .stages/assets)" --output build/package.tar.gz \
    -- sh -c 'echo package >> "$RUN_LOG"; tar -c --sort=name --mtime=@0 --owner=0 --group=0 -C build/assets . | gzip -9n > build/package.tar.gz'

# The manual needs nothing of the above.
"$stowage" stage run --stage manual --signature-file .stages/manual --input docs --output build/manual \
    -- sh -c 'echo manual >> "$RUN_LOG"; mkdir -p build/manual; cat docs/*.md | gzip -9n > build/manual/manual.gz'
