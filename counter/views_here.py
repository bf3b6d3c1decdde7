"""Who else has a case open, asked by its page."""

from django.http import JsonResponse

from aid.models import Application
from counter import presence
from counter.views import CounterView


class HereView(CounterView):
    """Who else has it open, in words. POST: the page of whoever asks is open as well. It is asked by itself and is no
    sign of life."""

    def get(self, request, pk):
        return self.answer(self.found(pk))

    def post(self, request, pk):
        application = self.found(pk)
        presence.is_here(application, request.user, types=request.POST.get("types") == "1")
        return self.answer(application)

    def found(self, pk):
        seen = Application.objects.visible_to(self.request.user)
        return self.seen_or_404(seen, Application, pk)

    def answer(self, application):
        return JsonResponse({"here": [str(one) for one in presence.others(application, self.request.user)]})
