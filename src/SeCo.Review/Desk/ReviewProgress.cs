namespace SeCo.Review.Desk;

/// <summary>How far a review is.</summary>
/// <param name="Questions">All questions.</param>
/// <param name="Answered">Those with an answer.</param>
/// <param name="Gain">Pixels that these answers are expected to have put right: area times doubt.</param>
/// <param name="WholeGain">Pixels that answers to all are expected to put right.</param>
/// <param name="SecondsLeft">The time for the rest, at the pace of the last answers; null while nothing is known of it.</param>
/// <param name="Conflicts">The questions that people have answered differently.</param>
internal sealed record ReviewProgress(int Questions, int Answered, double Gain, double WholeGain, double? SecondsLeft, IReadOnlyList<int> Conflicts);
