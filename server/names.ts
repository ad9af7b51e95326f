import { randomInt } from 'node:crypto'
import { type Color, colors } from '@/lib/protocol/people'

const adjectives = words(`
  Able Agile Airy Alert Amber Ample Apt Arctic Autumn Balmy Blithe Bold Brave Breezy Bright Brisk Calm Candid Careful
  Cheerful Clear Clever Coastal Copper Cosy Crisp Curious Daring Dapper Deft Dewy Eager Early Earnest Fair Fearless
  Fleet Fond Frank Fresh Friendly Gentle Glad Gleaming Golden Graceful Grand Happy Hardy Hazel Hearty Honest Humble Ivory
  Jaunty Jolly Jovial Keen Kind Lively Loyal Lucid Lucky Lunar Marble Mellow Merry Mild Mindful Misty Modest Mossy Neat
  Nimble Noble Patient Peaceful Placid Playful Plucky Polite Proud Quick Quiet Radiant Ready Roaming Rosy Rustic Sage
  Sandy Serene Silent Silver Sincere Snowy Solar Spry Starry Steady Sturdy Sunny Swift Tender Thoughtful Tidy Tranquil
  Trusty Upbeat Valiant Velvet Vivid Warm Wandering Whimsical Wild Windy Wise Witty Woodland Zesty
`)

const animals = words(`
  Albatross Alpaca Antelope Armadillo Avocet Badger Beaver Bison Bittern Bluebird Bobcat Bunting Buzzard Capybara Caribou
  Chamois Cheetah Chickadee Chinchilla Condor Cormorant Crane Cricket Curlew Deer Dingo Dolphin Dormouse Dove Dragonfly
  Dunlin Eagle Egret Eider Elk Ermine Falcon Fawn Finch Firefly Flamingo Fox Gannet Gazelle Gecko Goldfinch Goshawk Grebe
  Grouse Hare Harrier Hedgehog Heron Hoopoe Hummingbird Ibex Ibis Jackdaw Jay Kestrel Kingfisher Kite Koala Lapwing Lark
  Lemur Linnet Llama Loon Lynx Magpie Manatee Marmot Marten Martin Meerkat Merlin Mole Moth Narwhal Newt Nightingale
  Nuthatch Ocelot Okapi Oriole Osprey Otter Owl Panda Pangolin Partridge Pelican Penguin Petrel Pheasant Pika Pipit Plover
  Porpoise Puffin Quail Quokka Rabbit Raccoon Raven Redstart Reindeer Robin Rook Salamander Sandpiper Seal Shearwater
  Skylark Snipe Sparrow Starling Stoat Stork Swallow Swan Swift Tanager Tapir Teal Tern Thrush Toucan Turnstone Turtle
  Vole Wagtail Wallaby Warbler Waxwing Whale Wombat Woodpecker Wren Yak Zebra
`)

/** A name for somebody who hasn't told theirs: "Quiet Heron". */
export function friendlyName(): string {
  return `${pick(adjectives)} ${pick(animals)}`
}

/** A colour of the palette, each as likely as another. */
export function anyColor(): Color {
  return pick(colors)
}

function pick<T>(list: readonly T[]): T {
  return list[randomInt(list.length)]!
}

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
