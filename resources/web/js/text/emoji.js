/** Common emoji by name, for completion after a colon. */
const table = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slight_smile 🙂 upside_down 🙃 wink 😉 blush 😊
innocent 😇 heart_eyes 😍 star_struck 🤩 kissing_heart 😘 yum 😋 tongue 😛 zany 🤪 money_mouth 🤑 hug 🤗 hand_over_mouth 🤭 shush 🤫
thinking 🤔 zipper_mouth 🤐 raised_eyebrow 🤨 neutral 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 rolling_eyes 🙄 grimacing 😬
relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 sick 🤢 sneezing 🤧 hot 🥵 cold 🥶 dizzy 😵 mind_blown 🤯 cowboy 🤠 party 🥳
sunglasses 😎 nerd 🤓 monocle 🧐 confused 😕 worried 😟 frowning 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading 🥺 anguished 😧
fearful 😨 cold_sweat 😰 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired 😫 yawning 🥱 triumph 😤 angry 😠 rage 😡
cursing 🤬 devil 😈 skull 💀 poop 💩 clown 🤡 ghost 👻 alien 👽 robot 🤖 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊
wave 👋 raised_hand ✋ vulcan 🖖 ok_hand 👌 pinch 🤏 victory ✌️ crossed_fingers 🤞 love_you 🤟 metal 🤘 call_me 🤙 point_left 👈
point_right 👉 point_up 👆 point_down 👇 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 fist ✊ punch 👊 clap 👏 raised_hands 🙌 open_hands 👐
handshake 🤝 pray 🙏 writing ✍️ muscle 💪 ear 👂 brain 🧠 eyes 👀 eye 👁️ tongue_out 👅 lips 👄 baby 👶 shrug 🤷 facepalm 🤦
bow 🙇 salute 🫡 melting 🫠 dancer 💃 runner 🏃 walking 🚶 couple 👫 family 👪 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚
blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔 sparkling_heart 💖 hundred 💯 anger 💢 boom 💥 dash 💨
speech 💬 thought 💭 zzz 💤 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 fox 🦊 bear 🐻 panda 🐼 koala 🐨 tiger 🐯 lion 🦁 cow 🐮 pig 🐷 frog 🐸
monkey 🐵 chicken 🐔 penguin 🐧 bird 🐦 duck 🦆 owl 🦉 bat 🦇 wolf 🐺 horse 🐴 unicorn 🦄 bee 🐝 bug 🐛 butterfly 🦋 snail 🐌
ladybug 🐞 spider 🕷️ turtle 🐢 snake 🐍 octopus 🐙 crab 🦀 fish 🐟 dolphin 🐬 whale 🐳 shark 🦈 elephant 🐘 sloth 🦥 hedgehog 🦔
dragon 🐉 cactus 🌵 tree 🌳 palm 🌴 seedling 🌱 herb 🌿 clover 🍀 leaves 🍃 mushroom 🍄 flower 🌸 rose 🌹 sunflower 🌻 tulip 🌷
sun ☀️ moon 🌙 star ⭐ sparkles ✨ zap ⚡ fire 🔥 rainbow 🌈 cloud ☁️ rain 🌧️ snow ❄️ snowman ⛄ droplet 💧 ocean 🌊 earth 🌍
apple 🍎 banana 🍌 grapes 🍇 watermelon 🍉 lemon 🍋 peach 🍑 cherries 🍒 strawberry 🍓 pineapple 🍍 avocado 🥑 tomato 🍅 carrot 🥕
corn 🌽 hot_pepper 🌶️ bread 🍞 cheese 🧀 egg 🥚 bacon 🥓 pancakes 🥞 burger 🍔 fries 🍟 pizza 🍕 hotdog 🌭 taco 🌮 sushi 🍣 ramen 🍜
popcorn 🍿 icecream 🍦 doughnut 🍩 cookie 🍪 cake 🍰 birthday 🎂 chocolate 🍫 candy 🍬 honey 🍯 coffee ☕ tea 🍵 beer 🍺 beers 🍻
wine 🍷 cocktail 🍸 champagne 🍾 clinking 🥂 soccer ⚽ basketball 🏀 football 🏈 tennis 🎾 trophy 🏆 medal 🏅 gold 🥇 silver 🥈
bronze 🥉 dart 🎯 game 🎮 dice 🎲 chess ♟️ puzzle 🧩 art 🎨 guitar 🎸 piano 🎹 drum 🥁 music 🎵 notes 🎶 headphones 🎧 mic 🎤 movie 🎬
ticket 🎫 tada 🎉 confetti 🎊 balloon 🎈 gift 🎁 ribbon 🎀 pumpkin 🎃 christmas_tree 🎄 car 🚗 taxi 🚕 bus 🚌 bike 🚲 train 🚆 plane ✈️
rocket 🚀 ufo 🛸 ship 🚢 anchor ⚓ house 🏠 office 🏢 hospital 🏥 school 🏫 castle 🏰 tent ⛺ mountain ⛰️ beach 🏖️ map 🗺️ compass 🧭
watch ⌚ alarm ⏰ hourglass ⏳ stopwatch ⏱️ phone 📱 laptop 💻 desktop 🖥️ keyboard ⌨️ floppy 💾 cd 💿 camera 📷 video 📹 tv 📺 radio 📻
battery 🔋 plug 🔌 bulb 💡 flashlight 🔦 candle 🕯️ book 📖 books 📚 notebook 📓 newspaper 📰 memo 📝 pencil ✏️ pen 🖊️ paperclip 📎
pushpin 📌 scissors ✂️ ruler 📏 calendar 📅 chart 📈 chart_down 📉 bar_chart 📊 clipboard 📋 folder 📁 inbox 📥 outbox 📤 package 📦
email 📧 mailbox 📬 lock 🔒 unlock 🔓 key 🔑 hammer 🔨 wrench 🔧 gear ⚙️ link 🔗 magnet 🧲 microscope 🔬 telescope 🔭 pill 💊 syringe 💉
money 💰 dollar 💵 euro 💶 gem 💎 scales ⚖️ bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 mag 🔍 shield 🛡️ bomb 💣 broom 🧹 umbrella ☂️
check ✅ x ❌ warning ⚠️ no_entry ⛔ stop 🛑 question ❓ exclamation ❗ plus ➕ minus ➖ recycle ♻️ infinity ♾️ info ℹ️ ok 🆗 new 🆕 free 🆓
up ⬆️ down ⬇️ left ⬅️ right ➡️ back 🔙 soon 🔜 top 🔝 red_circle 🔴 orange_circle 🟠 yellow_circle 🟡 green_circle 🟢 blue_circle 🔵
purple_circle 🟣 white_circle ⚪ black_circle ⚫ flag 🏁 white_flag 🏳️ pirate 🏴‍☠️ construction 🚧 sos 🆘 crown 👑 ring 💍 glasses 👓 hat 🎩 shoe 👟`;

const words = table.trim().split(/\s+/);

export const emoji = words.flatMap((name, at) => (at % 2 ? [] : [{ name, sign: words[at + 1] }]));
