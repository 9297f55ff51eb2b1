"""The servers that are compared, with the configurations beside this file."""

import getpass
from pathlib import Path

from processes import Server

CONFIGURATIONS = Path(__file__).resolve().parent / "config"


def _configured(folder, port, name):
    path = folder / name
    path.write_text((CONFIGURATIONS / name).read_text().format(folder=folder, port=port, user=getpass.getuser()))
    return str(path)


def nginx(folder):
    def command(folder, port):
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files" / "ready").write_text("ready")
        return ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", _configured(folder, port, "nginx.conf")]

    return Server("nginx", folder, command, "/ready")


def docker_registry(folder):
    def command(folder, port):
        return ["docker-registry", "serve", _configured(folder, port, "docker-registry.yml")]

    return Server("docker-registry", folder, command, "/v2/")


def stowage(folder, program, configuration="stowage.yaml", wrapper=()):
    def command(folder, port):
        return [program, "serve", "--config", _configured(folder, port, configuration)]

    return Server("stowage", folder, command, "/readyz", wrapper)
