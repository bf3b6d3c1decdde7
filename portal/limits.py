"""How often one address may ask for what programs ask: counted where everything else of that kind is."""

from functools import wraps

from django.http import JsonResponse

from intake import throttle


def limited(view, what):
    """`view`, or 429 in words once an address has asked more often than throttle.PER_HOUR[what]."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if throttle.may(request, what):
            return view(request, *args, **kwargs)
        said = {
            "error": "这个地址一小时里问得太多了，过一会儿再来。要全部的，一次取 CSV，再用 updated_since 取新的。"
        }
        headers = {
            "Retry-After": str(throttle.HOUR),
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "no-store",
        }
        return JsonResponse(said, status=429, headers=headers, json_dumps_params={"ensure_ascii": False})

    return answer
