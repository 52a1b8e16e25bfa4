"""`{% load charts %} {% chart chart %}`: a chart with its words, table and file."""

from django import template

from longarc.web.charts.contract import Chart

register = template.Library()


@register.inclusion_tag("parts/chart.html")
def chart(chart: Chart) -> dict[str, Chart]:
    """Render a `Chart`; TypeError for anything that has not passed the contract."""
    if not isinstance(chart, Chart):
        raise TypeError("{% chart %} takes a longarc.web.charts.contract.Chart")
    return {"chart": chart}
