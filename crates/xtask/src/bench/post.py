"""One request again and again, as a script with httpx sends it. post.py COUNT AT_ONCE"""

import asyncio
import os
import sys

import httpx

COUNT, AT_ONCE = int(sys.argv[1]), int(sys.argv[2])
URL, HEADERS = os.environ["URL"], {"Content-Type": "application/json", "token": os.environ["TOKEN"]}


async def work(client, body, left):
    for _ in left:
        answer = await client.post(URL, content=body, headers=HEADERS)
        answer.raise_for_status()
        assert answer.json()["status"] == 0


async def main():
    with open(os.environ["BODY"], "rb") as file:
        body = file.read()
    left = iter(range(COUNT))
    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(work(client, body, left) for _ in range(AT_ONCE)))


asyncio.run(main())
