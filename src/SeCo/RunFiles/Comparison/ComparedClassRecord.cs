namespace SeCo.RunFiles;

/// <summary>A class in the labels of several runs.</summary>
/// <param name="Id">The class, 0…K-1.</param>
/// <param name="Name">The class's name.</param>
/// <param name="Shares">Its share of the labelled pixels, in each run.</param>
/// <param name="Agreement">Mean IoU of each run's pixels of this class with those of the other runs, where both have a label; NaN where none has it.</param>
public sealed record ComparedClassRecord(int Id, string Name, IReadOnlyList<double> Shares, IReadOnlyList<double> Agreement);
