use super::Dice;

#[test]
fn follows_the_published_generator() {
    let mut dice = Dice::new(1_234_567, "");
    let rolled = [dice.roll(), dice.roll(), dice.roll()];
    assert_eq!(rolled, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
}

#[test]
fn purposes_do_not_share_their_rolls() {
    assert_ne!(Dice::new(7, "people").roll(), Dice::new(7, "keys").roll());
    assert_eq!(Dice::new(7, "keys").roll(), Dice::new(7, "keys").roll());
}

#[test]
fn stays_within_the_limits_and_reaches_them() {
    let mut dice = Dice::new(1, "limits");
    let rolls: Vec<i64> = (0..2_000).map(|_| dice.between(-3..=3)).collect();
    assert_eq!(rolls.iter().min(), Some(&-3));
    assert_eq!(rolls.iter().max(), Some(&3));
    assert_eq!(dice.below(0), 0);
    assert_eq!(dice.below(1), 0);
}

#[test]
fn weights_are_respected() {
    let mut dice = Dice::new(1, "weights");
    let table = [(900, "often"), (100, "seldom"), (0, "never")];
    let mut often = 0;
    for _ in 0..10_000 {
        match *dice.draw(&table) {
            "often" => often += 1,
            drawn => assert_eq!(drawn, "seldom"),
        }
    }
    assert!((8_800..9_200).contains(&often), "{often}");
}

#[test]
fn common_entries_come_first() {
    let mut dice = Dice::new(1, "common");
    let table: Vec<usize> = (0..100).collect();
    let low = (0..1_000).filter(|_| *dice.pick_common(&table) < 50).count();
    assert!(low > 650, "{low}");
}

#[test]
fn fills_every_byte_of_an_odd_length() {
    let mut bytes = [0; 21];
    Dice::new(3, "bytes").fill(&mut bytes);
    assert!(bytes.iter().filter(|byte| **byte == 0).count() < 4);
}
