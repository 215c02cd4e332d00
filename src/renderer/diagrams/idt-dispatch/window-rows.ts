/** Where the parts of a dispatch stand in a window, from its top: distances in pixels. */

/** In a window that is high enough for all that a figure tells. */
export const roomyRows = (height: number) => ({
  headSize: 14,
  stationRadius: 10,
  pillSize: 14,
  titleBaseline: 30,
  topHead: 84,
  lowHead: 318,
  lanes: { selector: 273, ist: 281, failure: 289 },
  idt: {
    registerTop: 102,
    registerHeight: 46,
    nameBaseline: 168,
    top: 175,
    rowHeight: 20,
    chosenHeight: 30,
    limitBaseline: 263,
  },
  gate: {
    offsetBaseline: 116,
    offsetLine: 124,
    top: 142,
    height: 30,
    labelBaseline: 188,
    checksTop: 214,
    checkPitch: 20,
  },
  code: { entryTop: 338, entryHeight: 28, checksTop: 392, checkPitch: 19 },
  stack: { head: 491, top: 508, optionHeight: 44, otherHeight: 44, gap: 6 },
  frame: { topBaseline: 348, top: 355, rowHeight: 28, rspBaseline: 542 },
  handler: {
    top: 338,
    lineHeight: 20,
    codeLines: 4,
    codeHeight: 25,
    returnHeight: 62,
    hasMatrix: true,
  },
  footerBaseline: height - 12,
})

/** Between the two rows there is as much room as the height leaves, up to a point. */
export function lowRows(height: number, smallest: number) {
  const spare = Math.min(height - smallest, 28)
  const low = (y: number) => y + spare
  return {
    headSize: 13,
    stationRadius: 9,
    pillSize: 12,
    titleBaseline: 24,
    topHead: 65,
    lowHead: low(239),
    lanes: {
      selector: 209 + spare / 3,
      ist: 215 + spare / 2,
      failure: 220 + spare / 2,
    },
    idt: {
      registerTop: 81,
      registerHeight: 36,
      nameBaseline: 129,
      top: 133,
      rowHeight: 16,
      chosenHeight: 22,
      limitBaseline: 201,
    },
    gate: {
      offsetBaseline: 91,
      offsetLine: 97,
      top: 109,
      height: 25,
      labelBaseline: 148,
      checksTop: 165,
      checkPitch: 15,
    },
    code: {
      entryTop: low(254),
      entryHeight: 20,
      checksTop: low(289),
      checkPitch: 14,
    },
    stack: { head: low(364), top: low(376), optionHeight: 40, otherHeight: 20, gap: 3 },
    frame: { topBaseline: low(263), top: low(268), rowHeight: 24, rspBaseline: low(429) },
    handler: {
      top: low(254),
      lineHeight: 16,
      codeLines: 3,
      codeHeight: 20,
      returnHeight: 54,
      hasMatrix: false,
    },
  }
}
