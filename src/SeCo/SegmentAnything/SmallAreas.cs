using SeCo.Imaging.Components;

namespace SeCo.SegmentAnything;

/// <summary>Which 8-connected pieces of low-resolution masks are too small to stay, in low-resolution pixels; 0 keeps all. Source: SAM 2's
/// <c>postprocess_masks</c>.</summary>
/// <param name="Holes">Pieces of the background of at most so many pixels are filled; official <c>max_hole_area</c>.</param>
/// <param name="Islands">Pieces of the mask of at most so many pixels are removed; official <c>max_sprinkle_area</c>.</param>
public readonly record struct SmallAreas(int Holes, int Islands)
{
    private const float Sure = 10; // the logit that the official code writes

    /// <summary>Writes into a square plane of logits what makes small holes and islands vanish. Both are found in the logits as they come.</summary>
    internal void Clean(Span<float> logits)
    {
        if (Holes <= 0 && Islands <= 0)
        {
            return;
        }

        int side = (int)Math.Round(Math.Sqrt(logits.Length));
        LabelMap map = new(side, side);
        for (int i = 0; i < logits.Length; i++)
        {
            map.Pixels[i] = (byte)(logits[i] > 0 ? 1 : 0);
        }

        ComponentMap pieces = ConnectedComponents.Label(map);
        for (int i = 0; i < pieces.Components.Count; i++)
        {
            Component piece = pieces.Components[i];
            if (piece.Area <= (piece.Label == 0 ? Holes : Islands))
            {
                foreach (PixelRun run in pieces.Runs(i))
                {
                    logits.Slice((run.Y * side) + run.X0, run.Length).Fill(piece.Label == 0 ? Sure : -Sure);
                }
            }
        }
    }
}
