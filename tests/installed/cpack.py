"""cpack's settings for another system, as they come out here: cpack.py CMAKE SOURCE FOLDER windows|macos."""

import pathlib
import subprocess
import sys

WANTED = {
    "windows": [
        'set(CPACK_GENERATOR "NSIS")',
        # A link behind --, where it cannot be an option.
        "Software\\\\Classes\\\\parlance\\\\shell\\\\open\\\\command' '' '\\\"$INSTDIR\\\\bin\\\\parlance.exe\\\" -- \\\"%1\\\"'",
    ],
    "macos": ['set(CPACK_GENERATOR "DragNDrop")'],
}

cmake, source, folder, system = sys.argv[1:]
done = subprocess.run(
    [cmake, "-S", source, "-B", folder, "-G", "Ninja", f"-DPARLANCE_INSTALLER={system}", "-DPARLANCE_TESTS=OFF",
     "-DCMAKE_BUILD_TYPE=Release"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
if done.returncode != 0 or "CMake Warning" in done.stdout:
    sys.exit(done.stdout)
settings = (pathlib.Path(folder) / "CPackConfig.cmake").read_text()
for wanted in [*WANTED[system], ';Parlance;client;/")']:
    if wanted not in settings:
        sys.exit(f"CPackConfig.cmake has no {wanted}")
print(f"cpack's settings for {system} are what they should be")
