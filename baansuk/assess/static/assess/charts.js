// Bars of the shares that stand in the tables of the page, the longest first, each with its figure written at its end.

import * as echarts from "../vendor/echarts.esm.min.mjs";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const ROW = 46;

function sorted(chart, most) {
  const order = chart.names.map((_, place) => place).filter((place) => chart.series[0].shares[place] !== null);
  order.sort((one, two) => chart.series[0].shares[two] - chart.series[0].shares[one]);
  return order.slice(0, most || order.length);
}

function fold(name, room) {
  // Thai has no spaces to break at and the table holds the whole name: two lines are enough to know it by.
  if (name.length <= room) return name;
  const words = [...new Intl.Segmenter("th", { granularity: "word" }).segment(name)].map((part) => part.segment);
  const lines = ["", ""];
  for (const word of words) {
    const place = lines[1] || (lines[0] + word).length > room ? 1 : 0;
    if ((lines[place] + word).length > room) return `${lines[0]}\n${lines[1]}…`;
    lines[place] += word;
  }
  return lines.join("\n");
}

function roomOf(width) {
  // Letters that fit beside the bars: names take at most 45% of the width, and are folded anew when it changes.
  return Math.max(14, Math.min(58, Math.floor((width * 0.45) / 8.5)));
}

function optionOf(chart, most, width) {
  const order = sorted(chart, most);
  const font = { fontFamily: token("--font"), fontSize: 15, color: token("--ink") };
  const colours = [token("--series-1"), token("--series-2")];
  return {
    animation: !still,
    textStyle: font,
    grid: { left: 4, right: 64, top: chart.series.length > 1 ? (width < 600 ? 64 : 36) : 4, bottom: 4, containLabel: true },
    legend: chart.series.length > 1 ? { top: 0, left: 0, textStyle: font, itemWidth: 16 } : undefined,
    aria: { enabled: false },
    xAxis: { type: "value", show: false, max: (range) => Math.max(10, range.max) },
    yAxis: {
      type: "category", inverse: true, data: order.map((place) => chart.names[place]),
      axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-strong") } },
      axisLabel: { ...font, lineHeight: 20, formatter: (name) => fold(name, roomOf(width)) },
    },
    tooltip: { trigger: "item", confine: true, textStyle: font, valueFormatter: (share) => `${share.toFixed(1)}%` },
    series: chart.series.map((one, place) => ({
      name: one.name, type: "bar", barMaxWidth: 20, barGap: "15%",
      itemStyle: { color: colours[place], borderRadius: [0, 4, 4, 0] },
      data: order.map((row) => one.shares[row]),
      label: { show: true, position: "right", formatter: ({ value }) => `${value.toFixed(1)}%`, ...font },
    })),
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const chart = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const most = Number(box.dataset.most || 0);
  const rows = sorted(chart, most).length;
  box.style.height = `${rows * ROW * (chart.series.length > 1 ? 1.15 : 0.85) + 72}px`;
  const drawn = echarts.init(box, null, { renderer: "svg" });
  drawn.setOption(optionOf(chart, most, box.clientWidth));
  new ResizeObserver(() => {
    drawn.resize();
    drawn.setOption(optionOf(chart, most, box.clientWidth));
  }).observe(box);
}
